package dev.holdfast.server.foldersync;

/**
 * A document as folder and workspace last agreed on it.
 *
 * @param path its file inside the folder, {@code /} between folders
 * @param title its title in the workspace
 * @param hash SHA-256 of its content, which is its etag
 */
record Base(String path, String title, String hash) {

    Base at(String otherPath, String otherTitle) {
        return new Base(otherPath, otherTitle, hash);
    }

    Base with(String otherHash) {
        return new Base(path, title, otherHash);
    }
}
