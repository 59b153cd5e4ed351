package io.jobarrays.cli.call;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions.Form;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.nio.charset.StandardCharsets;

/** Something done to an array, members of it or one instance: posted, with a result per member. */
public record VerbCall(CommandSession session, String name, String selector) {

    /** Asks first, because it cannot be undone. */
    public int confirmed(String question, JsonValue.Obj body) {
        if (!session.confirmed(question)) {
            session.progress("spawn: nothing was done");
            return Failure.FAILED;
        }
        return post(body);
    }

    /** The exit code: 0, 4 where some members refused, 1 where all did. */
    public int post(JsonValue.Obj body) {
        String path = "/arrays/%s/%s".formatted(ApiClient.escape(selector), name);
        byte[] sent = body.toString().getBytes(StandardCharsets.UTF_8);
        String accept =
                switch (session.form()) {
                    case TABLE -> ApiClient.TEXT;
                    case WIDE -> ApiClient.WIDE_TEXT;
                    case JSON, NAME -> ApiClient.JSON;
                };
        Response answer = session.api().post(path, accept, ApiClient.JSON, sent);
        if (session.form() == Form.NAME) {
            answer.json().items().forEach(it -> session.data(it.text("name").orElse("")));
        } else {
            session.data(answer.text());
        }
        session.next(answer.hints());
        return answer.exitCode().orElse(0);
    }
}
