package dev.holdfast.server.page;

/** Which version of the program this is. */
public final class ProgramVersion {
    private static final String UNPACKED = "dev";

    private ProgramVersion() {}

    /** The version that the packaged program carries in its manifest; {@code dev} when it runs from classes. */
    public static String name() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKED : version;
    }
}
