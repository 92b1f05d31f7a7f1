package dev.holdfast.platform.changes.push;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Describes the results of a push, which are maps in code because kinds of record add members of their own. */
@Component
final class PushShape implements GlobalOpenApiCustomizer {
    private static final String RESULT = "PushResult";

    @Override
    public void customise(OpenAPI api) {
        Schema<?> answer = api.getComponents().getSchemas().get("PushAnswer");
        Schema<?> results = answer == null ? null : answer.getProperties().get("results");
        if (results == null) {
            return;
        }
        results.setItems(new JsonSchema().$ref("#/components/schemas/" + RESULT));
        api.getComponents().addSchemas(RESULT, result());
    }

    private static Schema<?> result() {
        StringSchema status = new StringSchema();
        List.of("applied", "conflict", "rejected").forEach(status::addEnumItem);
        ObjectSchema merge = new ObjectSchema();
        merge.description("A proposal, with a conflict of a kind that makes one.");
        merge.addProperty("content", new StringSchema());
        merge.addProperty("clean", new BooleanSchema());
        merge.setRequired(List.of("content", "clean"));
        ObjectSchema result = new ObjectSchema();
        result.setTypes(Set.of("object"));
        result.description("What became of a mutation. Kinds of record may add members.");
        result.addProperty("mutationId", new StringSchema());
        result.addProperty("status", status);
        result.addProperty("etag", new StringSchema().description("The record's tag now; left out after a delete."));
        result.addProperty(
                "current", new JsonSchema().description("The server's record, with a conflict; left out if deleted."));
        result.addProperty("merge", merge);
        result.addProperty("problem", new JsonSchema().$ref("#/components/schemas/Problem"));
        result.setRequired(List.of("mutationId", "status"));
        result.setAdditionalProperties(true);
        return result;
    }
}
