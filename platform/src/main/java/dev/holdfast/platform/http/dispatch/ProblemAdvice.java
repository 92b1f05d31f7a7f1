package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.ProblemBody;
import dev.holdfast.platform.http.Requests;
import dev.holdfast.platform.http.json.UnreadableBody;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever went wrong into a problem document. The only place where codes meet HTTP. */
@RestControllerAdvice
@Order(0)
final class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int VALUE_LENGTH_MAX = 100;
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final ObjectProvider<LostPage> lostPage;

    ProblemAdvice(ObjectProvider<LostPage> lostPage) {
        this.lostPage = lostPage;
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> problem(Problem problem, HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        ProblemBody.headers(problem).forEach(headers::set);
        return ResponseEntity.status(problem.code().status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemBody.of(problem, asked(request)));
    }

    /** What was asked for, also where the container has turned to its page for errors. */
    private static String asked(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String first
                ? first
                : request.getRequestURI();
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        return problem(UnreadableBody.explain(e), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mismatch(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        String value = String.valueOf(e.getValue());
        String shown = value.length() > VALUE_LENGTH_MAX ? value.substring(0, VALUE_LENGTH_MAX) + "…" : value;
        Class<?> type = e.getRequiredType();
        String kind = type == null ? "value" : type.getSimpleName();
        return problem(
                new Problem(Code.MALFORMED, "Parameter " + e.getName() + " can't be read as " + kind + ": " + shown),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> missing(MissingServletRequestParameterException e, HttpServletRequest request) {
        return problem(new Problem(Code.MALFORMED, "Parameter " + e.getParameterName() + " is required."), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> missing(MissingRequestHeaderException e, HttpServletRequest request) {
        return problem(new Problem(Code.MALFORMED, "Header " + e.getHeaderName() + " is required."), request);
    }

    @ExceptionHandler
    ResponseEntity<?> noRoute(NoResourceFoundException e, HttpServletRequest request) {
        LostPage page = isPersons(request) ? lostPage.getIfAvailable() : null;
        if (page != null) {
            boolean found = page.knows(request.getRequestURI());
            return ResponseEntity.status(found ? HttpStatus.OK.value() : Code.NOT_FOUND.status())
                    .contentType(HTML)
                    .cacheControl(CacheControl.noCache())
                    .body(page.html());
        }
        return problem(new Problem(Code.NOT_FOUND, "There is nothing at " + request.getRequestURI() + "."), request);
    }

    private static boolean isPersons(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE)
                && !request.getRequestURI().startsWith("/api/");
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> method(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        List<String> allowed = e.getSupportedHttpMethods() == null
                ? List.of()
                : e.getSupportedHttpMethods().stream()
                        .map(Object::toString)
                        .sorted()
                        .toList();
        Problem problem = new Problem(
                Code.METHOD_NOT_ALLOWED,
                "There is no " + e.getMethod() + " here, only " + String.join(", ", allowed) + ".");
        return problem(problem.withHeader(HttpHeaders.ALLOW, String.join(", ", allowed)), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mediaType(HttpMediaTypeNotSupportedException e, HttpServletRequest request) {
        String accepted =
                e.getSupportedMediaTypes().stream().map(Object::toString).collect(Collectors.joining(", "));
        return problem(new Problem(Code.UNSUPPORTED_MEDIA_TYPE, "Send " + accepted + "."), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> notAcceptable(
            HttpMediaTypeNotAcceptableException e, HttpServletRequest request) {
        String offered =
                e.getSupportedMediaTypes().stream().map(Object::toString).collect(Collectors.joining(", "));
        return problem(new Problem(Code.NOT_ACCEPTABLE, "This is offered as " + offered + "."), request);
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        TransactionSystemException.class,
        TransientDataAccessException.class,
        DataAccessResourceFailureException.class
    })
    ResponseEntity<Map<String, Object>> databaseBusy(Exception e, HttpServletRequest request) {
        log.warn("The database could not be reached in time: {}", e.toString());
        Problem problem = new Problem(Code.UNAVAILABLE, "The database can't be reached just now. Try again shortly.");
        return problem(problem.withHeader(HttpHeaders.RETRY_AFTER, "2"), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> broken(DataIntegrityViolationException e, HttpServletRequest request) {
        log.warn("A rule of the schema refused a write that the code had let through", e);
        return problem(new Problem(Code.CONFLICT, "This collides with what is stored."), request);
    }

    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        log.debug("The client went away before the answer was complete", e);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Map<String, Object>> unwritten(HttpMessageNotWritableException e, HttpServletRequest request) {
        if (NestedExceptionUtils.getMostSpecificCause(e) instanceof IOException) {
            log.debug("The client went away before it was answered", e);
            return null;
        }
        return unforeseen(e, request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unforeseen(Exception e, HttpServletRequest request) {
        log.error("Unforeseen failure of {} {}", request.getMethod(), request.getRequestURI(), e);
        return problem(
                new Problem(
                        Code.INTERNAL,
                        "This is our fault. It is logged under request "
                                + Requests.origin(request).requestId()),
                request);
    }
}
