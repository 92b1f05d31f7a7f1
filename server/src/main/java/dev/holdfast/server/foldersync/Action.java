package dev.holdfast.server.foldersync;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One step towards folder and workspace agreeing. */
sealed interface Action {

    /** Makes a document of a file that the workspace doesn't know. */
    record Upload(String path, String hash) implements Action {}

    /** Notes that a file and a document that didn't know of each other are the same. */
    record Adopt(UUID id, Base agreed) implements Action {}

    /** Gives the document the file's content. */
    record Update(UUID id, Base base, String path, String hash) implements Action {}

    /** Gives the document the title of where its file went. */
    record Rename(UUID id, Base base, String path) implements Action {}

    /**
     * Writes the document into a file.
     *
     * @param replaces the hash that the file there must have; null where there must be none
     */
    record Download(UUID id, Base agreed, @Nullable String replaces) implements Action {}

    /** Moves the file to where the document's title says. */
    record Move(UUID id, String from, Base agreed) implements Action {}

    /** Deletes the document, if it is still what the folder knew. */
    record DeleteRemote(UUID id, Base base) implements Action {}

    /** Puts the file into the folder's own trash, if it is still what the workspace knew. */
    record DeleteLocal(UUID id, Base base, String path) implements Action {}

    /** Puts a file that two have changed under another name, so that the document's content can take its place. */
    record SetAside(String path, String hash, String aside) implements Action {}

    /**
     * Joins what both sides changed where the server can do so without a conflict; else the file gets the other name and becomes a document
     * of its own, and the document takes its place.
     *
     * @param base what was last agreed on
     * @param hash what the file holds
     * @param there the document's hash
     */
    record Merge(UUID id, Base base, String hash, String there, String aside) implements Action {}

    /** Forgets a document that is gone on both sides. */
    record Forget(UUID id) implements Action {}
}
