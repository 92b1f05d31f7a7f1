package dev.holdfast.platform.http.openapi;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.platform.http.Patch;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.providers.JavadocProvider;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sets the description of the API up: what holds for all routes, and how our own types read. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final String ABOUT = """
            Records that people keep: documents, belongings, evidence, catalogs, the traces of a life. Lists are walked by cursors,
            writes are guarded by ETags and may carry an Idempotency-Key, refusals are problems (RFC 9457) whose code is one of a closed
            vocabulary. The conventions are in docs/formats/http.md.""";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Actor.class)
                .addResponseWrapperToIgnore(Patch.class)
                .replaceWithSchema(JsonNode.class, new Schema<Object>().description("Any JSON."))
                .replaceWithSchema(ObjectNode.class, new ObjectSchema().description("Any JSON object."))
                .replaceWithSchema(
                        ArrayNode.class,
                        new ArraySchema().items(new Schema<Object>()).description("Any JSON list."))
                .replaceWithSchema(SseEmitter.class, new StringSchema().description("Server-sent events."));
    }

    @Bean
    OpenAPI description(PublicAddress address) {
        String url = address.publicUrl() == null ? "/" : address.origin(0);
        return new OpenAPI()
                .info(new Info()
                        .title("Holdfast")
                        .version("1")
                        .description(ABOUT)
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .servers(List.of(new Server().url(url)))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        RouteDescriber.BEARER,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .description(
                                                        "An access token, an API key (hf_…), or the token of an outside issuer.")));
    }

    @Bean
    TypeNames typeNames() {
        return new TypeNames();
    }

    @Bean
    ModelResolver modelResolver(ObjectMapperProvider mappers, TypeNames names) {
        return new ModelResolver(mappers.jsonMapper(), names);
    }

    @Bean
    Shapes shapes(TypeNames names, Optional<JavadocProvider> javadoc) {
        return new Shapes(names, javadoc);
    }

    /** Added last: springdoc drops shapes that no route returns by type. */
    @Bean
    GlobalOpenApiCustomizer problemShape() {
        return api -> api.getComponents().addSchemas("Problem", problem());
    }

    /** Groups are called by what they are about, not by the class that answers. */
    @Bean
    GlobalOpenApiCustomizer groupNames() {
        return api -> {
            api.getTags().forEach(tag -> tag.setName(group(tag.getName())));
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> operation.setTags(operation.getTags().stream()
                            .map(OpenApiConfiguration::group)
                            .toList()));
        };
    }

    private static String group(String name) {
        return name.replace("-controller", "").replace('-', ' ');
    }

    private static Schema<?> problem() {
        StringSchema code = new StringSchema();
        Arrays.stream(Code.values()).map(Code::name).forEach(code::addEnumItem);
        ArraySchema errors = new ArraySchema();
        errors.description("Each value that breaks a rule.");
        errors.setItems(
                new ObjectSchema().addProperty("field", new StringSchema()).addProperty("message", new StringSchema()));
        errors.getItems().setRequired(List.of("field", "message"));
        ObjectSchema merge = new ObjectSchema();
        merge.addProperty("content", new StringSchema()).addProperty("clean", new BooleanSchema());
        merge.description("With STALE: a proposal that holds both sides, where the kind of record makes one.");
        merge.setRequired(List.of("content", "clean"));
        ObjectSchema problem = new ObjectSchema();
        problem.description("A refusal (RFC 9457). Some codes carry further members, such as current for STALE.");
        problem.addProperty("type", new StringSchema().format("uri"));
        problem.addProperty("title", new StringSchema().description("The same for every problem with this code."));
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("detail", new StringSchema().description("What was wrong this time, for people."));
        problem.addProperty("instance", new StringSchema().description("The path of the request."));
        problem.addProperty("code", code);
        problem.addProperty("errors", errors);
        problem.addProperty("current", new JsonSchema().description("With STALE: what is there now."));
        problem.addProperty("merge", merge);
        problem.setRequired(List.of("type", "title", "status", "detail", "instance", "code"));
        return problem;
    }
}
