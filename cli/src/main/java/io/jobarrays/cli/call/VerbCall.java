package io.jobarrays.cli.call;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.nio.charset.StandardCharsets;

/** Something done to an array, members of it or one instance: posted, with a result per member. */
public record VerbCall(CommandSession session, String name, String selector) {

    /** Asks first, because it cannot be undone. */
    public int confirmAndPost(String question, JsonValue.Obj body) {
        if (!session.confirm(question)) {
            session.progress("spawn: nothing was done");
            return Failure.EXIT_FAILED;
        }
        return post(body);
    }

    /** The exit code: 0, 4 where some members refused, 1 where all did. */
    public int post(JsonValue.Obj body) {
        String path = "/arrays/%s/%s".formatted(ApiClient.escape(selector), name);
        byte[] sent = body.toString().getBytes(StandardCharsets.UTF_8);
        String accept =
                switch (session.outputFormat()) {
                    case TABLE -> ApiClient.TEXT;
                    case WIDE -> ApiClient.WIDE_TEXT;
                    case JSON, NAME -> ApiClient.JSON;
                };
        Response answer = session.api().post(path, accept, ApiClient.JSON, sent);
        if (session.outputFormat() == OutputFormat.NAME) {
            answer.json().items().forEach(it -> session.print(it.text("name").orElse("")));
        } else {
            session.print(answer.text());
        }
        session.printHints(answer.hints());
        return answer.exitCode().orElse(0);
    }
}
