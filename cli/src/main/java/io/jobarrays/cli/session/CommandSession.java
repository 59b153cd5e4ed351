package io.jobarrays.cli.session;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.GlobalOptions;
import io.jobarrays.cli.base.GlobalOptions.OutputFormat;
import io.jobarrays.cli.base.Stdout;
import io.jobarrays.cli.base.Terminal;
import io.jobarrays.cli.base.TerminalSize;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Endpoint;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.local.LocalSystem;
import io.jobarrays.cli.local.UserStateDirectory;
import io.jobarrays.contract.CertificateAuthorities;
import java.io.BufferedReader;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One call of the program: its outputs, its control plane and its prompts. */
public final class CommandSession {
    private final Terminal terminal;
    private final GlobalOptions globals;
    private final ApiClient api = new ApiClient(this::endpoint);
    private Optional<Endpoint> resolved = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();

    public CommandSession(Terminal terminal, GlobalOptions globals) {
        this.terminal = terminal;
        this.globals = globals;
    }

    public ApiClient api() {
        return api;
    }

    public OutputFormat outputFormat() {
        return globals.outputFormat(terminal.env());
    }

    /** Output format as typed, which may be one of the command only. */
    public String typedFormat() {
        return globals.form(terminal.env());
    }

    /** Whether stdout is to be CSV; {@link #outputFormat} refuses it. */
    public boolean isCsv() {
        return globals.isCsv(terminal.env());
    }

    public Map<String, String> env() {
        return terminal.env();
    }

    /** Resolves a path against the current directory of the caller. */
    public Path path(String typed) {
        return terminal.directory().resolve(typed);
    }

    /** URL from the flag or the environment. */
    public Optional<String> givenUrl() {
        return globals.url(terminal.env());
    }

    public LocalSystem local() {
        return new LocalSystem(UserStateDirectory.of(terminal.env()), tls(), this::progress);
    }

    /** PEM file with the authorities to trust, absolute. */
    public Optional<String> caFile() {
        return globals.ca(terminal.env()).map(it -> path(it).toAbsolutePath().toString());
    }

    private Optional<SSLContext> tls() {
        if (tls.isEmpty()) {
            tls =
                    caFile().map(it -> CertificateAuthorities.read("--ca", Path.of(it)))
                            .map(CertificateAuthorities::context);
        }
        return tls;
    }

    /** The control plane to call; starts the local one if no URL was given. */
    public Endpoint endpoint() {
        resolved = Optional.of(givenUrl().map(this::endpointAt).orElseGet(this::localEndpoint));
        return resolved.get();
    }

    /** Prints a line of data to stdout. */
    public void print(String text) {
        terminal.out().print(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
        terminal.out().flush();
    }

    /** Writes bytes to stdout unchanged. */
    public void print(byte[] bytes) {
        terminal.out().write(bytes, 0, bytes.length);
        terminal.out().flush();
    }

    /** Writes bytes of a remote command to stderr unchanged. */
    public void printError(byte[] bytes) {
        terminal.err().write(bytes, 0, bytes.length);
        terminal.err().flush();
    }

    /** Ends the program as soon as the reader of stdout is gone, as after {@code | head}. */
    public void exitWhenReaderIsGone() {
        if (terminal.out() instanceof Stdout stdout) {
            stdout.exitWhenReaderIsGone();
        }
    }

    /** Standard input. */
    public InputStream input() {
        return terminal.in();
    }

    /** Whether stdin is a terminal. */
    public boolean isStdinTerminal() {
        return terminal.isTerminal().test(0);
    }

    /** Whether stdout is a terminal. */
    public boolean isStdoutTerminal() {
        return terminal.isTerminal().test(1);
    }

    /** Whether progress goes to a terminal that can draw it again in place. */
    public boolean redrawsProgress() {
        return !globals.quiet(terminal.env())
                && !"dumb".equals(terminal.env().get("TERM"))
                && terminal.isTerminal().test(2);
    }

    /** Size of the terminal now. */
    public TerminalSize terminalSize() {
        return terminal.size().get();
    }

    /** Whether stderr, a terminal, shows colours. */
    public boolean colourProgress() {
        return !globals.noColor && !terminal.env().containsKey("NO_COLOR");
    }

    /** Whether stdout is a terminal whose user wants colours. */
    public boolean showsColours() {
        return !globals.noColor && !terminal.env().containsKey("NO_COLOR") && isStdoutTerminal();
    }

    /** Prints a line of progress to stderr. */
    public void progress(String line) {
        if (!globals.quiet(terminal.env())) {
            terminal.err().println(line);
        }
    }

    /** Prints the warnings of a view, in table output only. */
    public void printWarnings(JsonValue view) {
        if (outputFormat().isTable()) {
            view.get("warnings")
                    .items()
                    .forEach(it -> progress("warning: " + it.text().orElse("")));
        }
    }

    /** Prints warnings and at most three suggested commands, in table output only. */
    public void printHints(JsonValue view) {
        printWarnings(view);
        if (outputFormat().isTable()) {
            view.get("next").items().stream()
                    .limit(3)
                    .forEach(it -> progress("next: " + it.text().orElse("")));
        }
    }

    /**
     * Asks for confirmation of an operation that cannot be undone.
     *
     * @param what question without question mark
     * @return whether the user confirmed
     */
    public boolean confirm(String what) {
        if (globals.yes(terminal.env())) {
            return true;
        }
        Optional<BufferedReader> person =
                globals.noInput(terminal.env()) ? Optional.empty() : terminal.answers().get();
        if (person.isEmpty()) {
            throw Failure.usage(what + "? There is no terminal to answer on; give --yes to do it");
        }
        String answer = terminal.ask(person.get(), what + "? [y/N]");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private Endpoint endpointAt(String url) {
        if (!Endpoint.isUrl(url)) {
            throw Failure.usage(
                    "--url: \"%s\" is not a URL; write http://host:port".formatted(url));
        }
        LocalSystem local = local();
        Optional<String> localUrl = local.serverUrl();
        Endpoint server = new Endpoint(url, Optional.empty(), tls());
        Optional<UserToken> given = UserToken.of(terminal.env());
        if (given.isPresent() && given.get().belongsTo(server.url(), localUrl)) {
            return new Endpoint(url, given.map(UserToken::text), tls());
        }
        if (localUrl.filter(own -> Endpoint.areSame(own, server.url())).isPresent()) {
            return new Endpoint(url, local.token(), tls());
        }
        if (given.isPresent()) {
            throw given.get().notSentTo(server.url());
        }
        return server;
    }

    private Endpoint localEndpoint() {
        LocalSystem local = local();
        if (resolved.isPresent()) {
            return localEndpoint(local, local.serverUrl().orElse(resolved.get().url()));
        }
        if (!local.serverRuns() && local.up()) {
            progress(
                    "spawn: no control plane was running, so one was started at %s (\"spawn down\" ends it)"
                            .formatted(local.serverUrl().orElse("?")));
        }
        return localEndpoint(local, local.serverUrl().orElseThrow());
    }

    private Endpoint localEndpoint(LocalSystem local, String url) {
        return new Endpoint(
                url,
                UserToken.of(terminal.env())
                        .filter(given -> given.belongsTo(url, Optional.of(url)))
                        .map(UserToken::text)
                        .or(local::token),
                tls());
    }
}
