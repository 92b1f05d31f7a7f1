package dev.holdfast.platform.http.container;

import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the container turns when a filter failed or sent a bare status. */
@RestController
@Hidden
final class ContainerErrorController implements ErrorController {
    private static final Logger log = LoggerFactory.getLogger(ContainerErrorController.class);

    @Access(value = Access.Rule.PUBLIC, limited = false)
    @RequestMapping("/error")
    void answer(HttpServletRequest request) {
        if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            throw StatusProblem.of(404);
        }
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof Problem problem) {
                    throw problem;
                }
            }
            if (status >= 500) {
                log.error("A filter failed", failure);
            }
        }
        throw StatusProblem.of(status);
    }
}
