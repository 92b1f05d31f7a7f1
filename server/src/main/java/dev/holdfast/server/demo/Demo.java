package dev.holdfast.server.demo;

import dev.holdfast.server.client.Answer;
import dev.holdfast.server.client.Attachments;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Session;
import dev.holdfast.server.client.Workspaces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The demo: two people, two workspaces and the notes that lie beside this class, one file a note. Each has a fixed id,
 * so a second start finds everything there and changes nothing.
 */
public final class Demo {
    /** Who can sign in. */
    public static final List<Person> PEOPLE = List.of(
            new Person("Ada", "ada@demo.example", "harbour-lantern-42", "owns both workspaces"),
            new Person("Brook", "brook@demo.example", "meadow-compass-17", "reads one of them"));

    private static final String HOUSE = "House on the hill";
    private static final String KITCHEN = "Kitchen";
    private static final String RENOVATION = "Renovation/plan.md";

    private Demo() {}

    /** Somebody of the demo. The password is no secret: it is printed at every start. */
    public record Person(String name, String email, String password, String does) {}

    /**
     * Puts in what isn't there yet, as far as the people of the demo still have the passwords that they were given. Throws
     * {@code ClientFailure} when the server refuses it.
     *
     * @return who can sign in with the password that is printed
     */
    public static List<Person> prepare(URI server) {
        List<Person> open = new ArrayList<>();
        for (Person person : PEOPLE) {
            signedIn(server, person).ifPresent(client -> {
                try (client) {
                    if (person.equals(PEOPLE.getFirst())) {
                        fill(client);
                    }
                    open.add(person);
                }
            });
        }
        return open;
    }

    private static void fill(HoldfastClient ada) {
        Workspaces workspaces = new Workspaces(ada);
        if (workspaces.named(HOUSE).isPresent() && workspaces.named(KITCHEN).isPresent()) {
            return;
        }
        for (String name : List.of(HOUSE, KITCHEN)) {
            UUID workspace = workspaces.namedOrNew(name).id();
            for (Note note : notes(name)) {
                create(ada, workspace, note);
            }
            if (name.equals(HOUSE)) {
                invite(ada, workspace);
                giveAPast(ada, id(name, RENOVATION));
                attach(ada, id(name, RENOVATION));
            }
        }
    }

    private record Note(String workspace, String title, String text) {
        UUID id() {
            return Demo.id(workspace, title);
        }

        String contentType() {
            return title.endsWith(".json") ? "application/json" : "text/markdown";
        }
    }

    /** Empty for somebody who has changed how to sign in. */
    private static Optional<HoldfastClient> signedIn(URI server, Person person) {
        HoldfastClient client = new HoldfastClient(server);
        Answer made = client.post(
                "api/auth/signup",
                Map.of("email", person.email(), "password", person.password(), "displayName", person.name()));
        if (!made.good() && !made.code().equals("ALREADY_EXISTS")) {
            made.orFail("The demo's account " + person.email());
        }
        if (!Session.opened(client, person.email(), person.password())) {
            client.close();
            return Optional.empty();
        }
        return Optional.of(client);
    }

    private static void create(HoldfastClient ada, UUID workspace, Note note) {
        Map<String, String> body = Map.of(
                "id", note.id().toString(),
                "title", note.title(),
                "content", note.text(),
                "contentType", note.contentType());
        ada.post("api/workspaces/" + workspace + "/documents", body).orFail(note.title());
    }

    private static void invite(HoldfastClient ada, UUID workspace) {
        Answer answer = ada.post(
                "api/workspaces/" + workspace + "/members",
                Map.of("email", PEOPLE.get(1).email(), "role", "viewer"));
        if (!answer.code().equals("ALREADY_EXISTS")) {
            answer.orFail("Inviting " + PEOPLE.get(1).name());
        }
    }

    /** Three states, each kept as a version, so that there is something to compare. */
    private static void giveAPast(HoldfastClient ada, UUID document) {
        Answer current = ada.get("api/documents/" + document).orFail(RENOVATION);
        String title = current.json().path("title").asString("");
        String text = current.json().path("content").asString("");
        String second = text.replace("- [ ] Ask for two offers", "- [x] Ask for two offers");
        String third =
                second.replace("## Budget\n", "## Budget\n\nThe roof comes first; the kitchen waits for spring.\n");
        ada.post("api/documents/" + document + "/versions", null).orFail("A version");
        for (String next : List.of(second, third)) {
            ada.put("api/documents/" + document, Map.of("title", title, "content", next), Map.of("If-Match", "*"))
                    .orFail("An edit");
            ada.post("api/documents/" + document + "/versions", null).orFail("A version");
        }
    }

    private static void attach(HoldfastClient ada, UUID document) {
        try {
            Path folder = Files.createTempDirectory("holdfast-demo");
            for (String name : List.of("measurements.csv", "floor-plan.svg")) {
                Path file = folder.resolve(name);
                Files.writeString(file, read("attachments/" + name));
                new Attachments(ada).attach(document, name, file);
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's files", e);
        }
    }

    /** A file begins with a line {@code === workspace / title}; what follows up to the next such line is the note. */
    private static List<Note> notes(String workspace) {
        return List.of(read("notes.txt").split("(?m)^=== ")).stream()
                .filter(part -> part.startsWith(workspace + " / "))
                .map(part -> {
                    int end = part.indexOf('\n');
                    return new Note(
                            workspace,
                            part.substring(workspace.length() + 3, end),
                            part.substring(end + 1).strip() + "\n");
                })
                .toList();
    }

    private static String read(String name) {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the demo lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UUID id(String workspace, String title) {
        return UUID.nameUUIDFromBytes((workspace + "/" + title).getBytes(StandardCharsets.UTF_8));
    }
}
