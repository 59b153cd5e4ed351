package io.jobarrays.cli.commands;

import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.http.Endpoint;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code spawn env}. */
@Command(
        name = "env",
        description = {
            "Prints shell exports with the addresses of the control plane and the local cloud:",
            "eval \"$(spawn env)\""
        })
public final class EnvCommand implements Callable<Integer> {
    private final CommandSession session;

    public EnvCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Endpoint server = session.endpoint();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SPAWN_URL", server.url());
        server.token()
                .ifPresent(
                        token -> {
                            variables.put("SPAWN_TOKEN", token);
                            variables.put("SPAWN_TOKEN_URL", server.url());
                        });
        session.caFile().ifPresent(file -> variables.put("SPAWN_CA_FILE", file));
        if (session.local().serverUrl().equals(Optional.of(server.url()))) {
            session.local().cloudView().ifPresent(cloud -> addCloud(cloud, variables));
        }
        if (session.outputFormat() == OutputFormat.JSON) {
            session.print(JsonValue.texts(variables).toString());
        } else {
            variables.forEach(
                    (name, value) -> session.print("export " + name + "=" + quote(value)));
        }
        return 0;
    }

    private static void addCloud(JsonValue cloud, Map<String, String> variables) {
        Map<String, String> names =
                Map.of(
                        "AWS_ENDPOINT_URL", "endpoint",
                        "AWS_ACCESS_KEY_ID", "access_key_id",
                        "AWS_SECRET_ACCESS_KEY", "secret_access_key",
                        "AWS_REGION", "region",
                        "AWS_DEFAULT_REGION", "region",
                        "SPAWN_DNS", "dns");
        names.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        it ->
                                cloud.text(it.getValue())
                                        .ifPresent(value -> variables.put(it.getKey(), value)));
    }

    /** Quotes any value for a POSIX shell. */
    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
