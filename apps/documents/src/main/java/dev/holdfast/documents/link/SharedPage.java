package dev.holdfast.documents.link;

import dev.holdfast.documents.document.Content;
import dev.holdfast.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The page behind a share link: Markdown as CommonMark with tables, in which HTML is shown as text, addresses other than http,
 * https, mailto and relative ones are dropped, and nothing is loaded from anywhere.
 */
final class SharedPage {
    private static final String STYLE = """
            :root{color-scheme:light dark}body{max-width:46rem;margin:2rem auto;padding:0 1rem;line-height:1.55;\
            font-family:system-ui,sans-serif;overflow-wrap:anywhere}h1{font-size:1.6rem}h2{font-size:1.3rem}h3{font-size:1.1rem}pre{white-space:pre-wrap}code,pre{font-family:ui-monospace,monospace}\
            table{border-collapse:collapse}td,th{border:1px solid;padding:.25rem .5rem}blockquote{border-left:3px solid;margin-left:0;\
            padding-left:1rem}footer{margin-top:3rem;font-size:.85rem}""";

    /** No script, no frame, no form, nothing from outside; the one style sheet by its hash. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-top-navigation-by-user-activation";

    /** Longer Markdown is shown as its text. */
    private static final int RENDERED_LENGTH_MAX = 1 << 20;

    /** What tools note about a text before it begins: not meant for readers. */
    private static final Pattern FRONT_MATTER =
            Pattern.compile("\\A---\\r?\\n(?=[\\w-]+ *:)[\\s\\S]*?\\n---\\r?(?:\\n|\\z)");

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (node instanceof Link) {
                    attributes.put("rel", "noopener noreferrer nofollow");
                } else if (node instanceof Image) {
                    // Whoever wrote the text would learn who reads it.
                    attributes.remove("src");
                }
            })
            .build();

    private SharedPage() {}

    /** The page that shows a document. */
    static String of(SharedDocument document) {
        String body = document.contentType().equals(Content.MARKDOWN)
                ? markdown(document.content())
                : "<pre>" + escape(document.content()) + "</pre>";
        return page(document.title(), body, "Shared read-only. Last changed " + document.updatedAt() + ".");
    }

    /** The page that says why there is nothing to see. */
    static String of(Problem problem) {
        return page(
                problem.code().title(),
                "<p>" + escape(problem.detail()) + "</p>",
                "Ask whoever gave you the link for another one.");
    }

    private static String markdown(String text) {
        if (text.length() <= RENDERED_LENGTH_MAX) {
            try {
                return RENDERER.render(PARSER.parse(FRONT_MATTER.matcher(text).replaceFirst("")));
            } catch (StackOverflowError e) {
                // Nested deeper than anything that people write.
                return "<pre>" + escape(text) + "</pre>";
            }
        }
        return "<pre>" + escape(text) + "</pre>";
    }

    private static String page(String title, String body, String footer) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta name=\"robots\" content=\"noindex\"><title>" + escape(title) + "</title><style>" + STYLE
                + "</style></head>"
                + "<body><main><h1>" + escape(title) + "</h1>\n" + body + "</main><footer>" + escape(footer)
                + "</footer></body></html>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
