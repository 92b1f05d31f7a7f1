package dev.holdfast.testkit.b2;

import dev.holdfast.testkit.objects.Reply;
import tools.jackson.databind.json.JsonMapper;

/** A request that B2 refuses, with the status and the code of its documentation. */
final class B2Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    B2Failure(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    Reply reply() {
        var body = JsonMapper.shared().createObjectNode();
        return Reply.json(status, body.put("status", status).put("code", code).put("message", getMessage()));
    }
}
