package dev.holdfast.platform.webhooks;

import org.springframework.stereotype.Component;

/** What the verbs and the sender share. */
@Component
record WebhookStores(
        EndpointStore endpoints,
        DeliveryStore deliveries,
        EventTypes types,
        WebhookSignal signal,
        WebhookSettings settings) {}
