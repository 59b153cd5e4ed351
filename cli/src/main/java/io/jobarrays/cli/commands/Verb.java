package io.jobarrays.cli.commands;

import io.jobarrays.cli.Failure;
import io.jobarrays.cli.Globals.Form;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Answer;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Json;
import java.nio.charset.StandardCharsets;

/** Something done to an array, members of it or one instance: posted, with a result per member. */
record Verb(Session session, String name, String selector) {

    /** Asks first, because it cannot be undone. */
    int confirmed(String question, Json.Obj body) {
        if (!session.confirmed(question)) {
            session.progress("spawn: nothing was done");
            return Failure.FAILED;
        }
        return post(body);
    }

    /** The exit code: 0, 4 where some members refused, 1 where all did. */
    int post(Json.Obj body) {
        String path = "/arrays/%s/%s".formatted(Api.escape(selector), name);
        byte[] sent = body.toString().getBytes(StandardCharsets.UTF_8);
        String accept = session.form() == Form.TABLE ? Api.TEXT : Api.JSON;
        Answer answer = session.api().post(path, accept, Api.JSON, sent);
        if (session.form() == Form.NAME) {
            answer.json().items().forEach(it -> session.data(it.text("name").orElse("")));
        } else {
            session.data(answer.text());
        }
        session.next(answer.hints());
        return answer.exitCode().orElse(0);
    }
}
