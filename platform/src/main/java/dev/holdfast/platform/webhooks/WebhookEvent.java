package dev.holdfast.platform.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * What webhooks tell of one kind of record. An app declares one as a bean for each kind; the types of all of them are what
 * an endpoint can ask for.
 *
 * @param entity the kind of record as it is marked in the feed
 * @param created the type of event for a new record; null when new ones are told as updated
 * @param updated the type for a changed one; null when that isn't told
 * @param deleted the type for one that is gone; null when that isn't told
 */
public record WebhookEvent(
        String entity,
        @Nullable String created,
        @Nullable String updated,
        @Nullable String deleted) {}
