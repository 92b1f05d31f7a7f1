package dev.holdfast.platform.identity.key;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an API key may be allowed to do; the closed set that routes name in their access rule. Never more than its owner may. */
public enum Scope {
    DOCUMENTS_READ("documents:read", "Read and search documents, their versions and differences."),
    DOCUMENTS_WRITE("documents:write", "Make, change, delete and restore documents."),
    SPACES_READ("spaces:read", "See spaces and their members."),
    SPACES_WRITE("spaces:write", "Make, change and delete spaces, invite and remove members."),
    SYNC_READ("sync:read", "Follow the change feed."),
    SYNC_WRITE("sync:write", "Push queued changes."),
    UPLOADS_READ("uploads:read", "List and download attachments."),
    UPLOADS_WRITE("uploads:write", "Upload and delete attachments."),
    JOBS_READ("jobs:read", "See jobs and their results."),
    JOBS_WRITE("jobs:write", "Start and cancel jobs, imports and exports."),
    AUDIT_READ("audit:read", "Search, export and verify the audit of the owner's spaces."),
    AI("ai", "Ask AI providers through the server, at the owner's budget."),
    ADMIN("admin", "Administer the platform; for keys of administrators.");

    private final String word;
    private final String about;

    Scope(String word, String about) {
        this.word = word;
        this.about = about;
    }

    /** The word that stands in requests, answers and access rules. */
    public String word() {
        return word;
    }

    /** What it allows, for people. */
    public String about() {
        return about;
    }

    /** All words, in the order of their declaration. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Scope::word).toList();
    }

    /** The scope of a word. */
    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }
}
