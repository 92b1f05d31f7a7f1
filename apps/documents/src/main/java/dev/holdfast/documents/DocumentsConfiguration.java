package dev.holdfast.documents;

import dev.holdfast.platform.db.Schema;
import dev.holdfast.platform.webhooks.WebhookEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** The composition of documents: its own packages, found by scanning, and its schema. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@ConfigurationPropertiesScan
public class DocumentsConfiguration {

    @Bean
    Schema documentsSchema() {
        return new Schema("documents", 10);
    }

    @Bean
    WebhookEvent documentEvents() {
        return new WebhookEvent("document", "document.created", "document.updated", "document.deleted");
    }
}
