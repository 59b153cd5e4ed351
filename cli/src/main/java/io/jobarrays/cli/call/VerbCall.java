package io.jobarrays.cli.call;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.nio.charset.StandardCharsets;

/** Posts a verb on an array, some of its members or one instance; prints the result per member. */
public record VerbCall(CommandSession session, String name, String selector) {

    /** Asks for confirmation, because the verb cannot be undone. */
    public int confirmAndPost(String question, JsonValue.Obj body) {
        if (!session.confirm(question)) {
            session.progress("spawn: nothing was done");
            return Failure.EXIT_FAILED;
        }
        return post(body);
    }

    /** Returns exit code 0, 4 if some members refused, or 1 if all refused. */
    public int post(JsonValue.Obj body) {
        String path = "/arrays/%s/%s".formatted(ApiClient.segment(selector), name);
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
