package dev.holdfast.platform.webhooks;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The types of event that there are, gathered from the apps. */
@Component
final class EventTypes {
    private static final String MEMBER = "member";

    private final List<WebhookEvent> events;
    private final SortedSet<String> types = new TreeSet<>();

    EventTypes(List<WebhookEvent> declared) {
        this.events = Stream.concat(
                        Stream.of(new WebhookEvent(MEMBER, "member.added", null, "member.removed")), declared.stream())
                .toList();
        for (WebhookEvent event : events) {
            Stream.of(event.created(), event.updated(), event.deleted())
                    .filter(Objects::nonNull)
                    .forEach(types::add);
        }
    }

    /** All types, sorted. */
    SortedSet<String> all() {
        return types;
    }

    Optional<WebhookEvent> of(String entity) {
        return events.stream().filter(event -> event.entity().equals(entity)).findFirst();
    }
}
