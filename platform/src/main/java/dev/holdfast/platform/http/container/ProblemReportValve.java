package dev.holdfast.platform.http.container;

import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.ProblemBody;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with a problem what Tomcat refuses before a request has reached any filter. Tomcat makes it by its name. */
public final class ProblemReportValve extends ErrorReportValve {
    static final int HEADERS_MAX = 100;

    private static final String TOO_LONG =
            StringManager.getManager("org.apache.coyote.http11").getString("iib.requestheadertoolarge.error");
    private static final String TOO_MANY =
            StringManager.getManager("org.apache.tomcat.util.http").getString("headers.maxCountFail", HEADERS_MAX);
    private static final int HEADERS_TOO_LARGE = 431;
    private static final Logger log = LoggerFactory.getLogger(ProblemReportValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        int status = isHeaderTooLarge(failure) ? HEADERS_TOO_LARGE : response.getStatus();
        if (failure != null && status >= 500) {
            log.error("The container failed", failure);
        }
        Problem problem = StatusProblem.of(status);
        String path = request.getRequestURI();
        try {
            response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Referrer-Policy", "no-referrer");
            ProblemBody.write(problem, path == null ? "" : printable(path), response);
            response.finishResponse();
        } catch (IOException e) {
            log.debug("The client went away before the answer was complete", e);
        }
    }

    /** Tomcat answers 400 to these too; only the words of its exception tell them apart. */
    private static boolean isHeaderTooLarge(@Nullable Throwable failure) {
        String words = failure == null ? null : failure.getMessage();
        return words != null && (words.equals(TOO_LONG) || words.equals(TOO_MANY));
    }

    private static String printable(String path) {
        return path.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
