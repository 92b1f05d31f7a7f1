package dev.holdfast.platform.http.dispatch;

/** What people see whose browser asked for an address outside of the API where nothing is. Without one they see a problem. */
public interface LostPage {

    /** A whole page in HTML, UTF-8. */
    byte[] html();

    /** Whether the page itself opens something at that path: it is answered with 200 then, else with 404. */
    boolean knows(String path);
}
