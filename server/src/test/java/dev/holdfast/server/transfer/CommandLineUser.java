package dev.holdfast.server.transfer;

import dev.holdfast.server.command.HoldfastCommand;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Somebody with an account and an API key who gives commands against the running program. */
public final class CommandLineUser {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final List<String> SCOPES =
            List.of("documents:read", "documents:write", "sync:read", "sync:write", "jobs:read", "uploads:write");

    private final TestClient client;
    private final String email;
    private final Map<String, String> environment;

    private CommandLineUser(TestClient client, String email, Map<String, String> environment) {
        this.client = client;
        this.email = email;
        this.environment = environment;
    }

    /**
     * What a command came to.
     *
     * @param status its exit code
     * @param text what it printed, results and errors
     */
    public record Ran(int status, String text) {}

    /** A new account. */
    public static CommandLineUser fresh() {
        House house = House.running();
        String email = "commands" + COUNT.incrementAndGet() + "@transfer.test";
        TestClient client = house.client().signUp(email, "whole-system-tests-41c7");
        TestClient.Answer key = client.post("api/api-keys", Map.of("name", "commands", "scopes", SCOPES));
        return new CommandLineUser(
                client,
                email,
                Map.of(
                        "HOLDFAST_SERVER",
                        house.url().toString(),
                        "HOLDFAST_TOKEN",
                        key.json().get("key").asString()));
    }

    /** Somebody without an account. */
    public static CommandLineUser nobody() {
        return new CommandLineUser(House.running().client(), "", Map.of());
    }

    /** The same, with a variable changed. */
    public CommandLineUser with(String variable, String value) {
        Map<String, String> other = new HashMap<>(environment);
        other.put(variable, value);
        return new CommandLineUser(client, email, other);
    }

    /** Speaks to the API as this account. */
    public TestClient client() {
        return client;
    }

    public String email() {
        return email;
    }

    /** Gives a command in this process. */
    public Ran run(String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter printed = new PrintWriter(text);
        int status = HoldfastCommand.run(printed, printed, environment, arguments);
        return new Ran(status, text.toString());
    }

    /** A command that must go well; what it printed. */
    public String must(String... arguments) {
        Ran ran = run(arguments);
        if (ran.status() != 0) {
            throw new AssertionError(String.join(" ", arguments) + " ended with " + ran);
        }
        return ran.text();
    }

    /** Gives a command in a process of its own, which may be killed. */
    public ProcessBuilder process(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "dev.holdfast.server.Main"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        builder.environment().putAll(environment);
        return builder;
    }

    /** The id of a workspace by its name. */
    public String workspace(String name) {
        for (JsonNode item : client.get("api/workspaces?limit=200").json().path("items")) {
            if (item.path("name").asString("").equals(name)) {
                return item.path("id").asString("");
            }
        }
        throw new AssertionError("no workspace is called " + name);
    }
}
