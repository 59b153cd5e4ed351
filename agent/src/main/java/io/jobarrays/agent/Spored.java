package io.jobarrays.agent;

import io.jobarrays.agent.host.AgentEnv;
import io.jobarrays.agent.host.BootRecord;
import io.jobarrays.agent.host.Hardware;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Refusal;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Entry point of {@code spored}: runs the agent of this machine until it is stopped. */
@QuarkusMain
public final class Spored implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(Spored.class);

    private final AgentSettings settings;

    @Inject
    Spored(AgentSettings settings) {
        this.settings = settings;
    }

    /** Runs the agent, or with {@code --check} only the self-check. */
    @Override
    public int run(String... arguments) throws IOException, InterruptedException {
        // Digits of files and protocols must not depend on the language of the machine.
        Locale.setDefault(Locale.ROOT);
        if (List.of(arguments).contains("--check")) {
            return SelfCheck.run();
        }
        if (arguments.length > 0) {
            System.err.println("usage: spored [status | --check]");
            return 2;
        }
        try {
            return runAgent(settings);
        } catch (Refusal e) {
            LOG.error(e.sentence());
            return 1;
        } catch (InterruptedException e) {
            return 0;
        }
    }

    static int runAgent(AgentSettings settings) throws IOException, InterruptedException {
        RootDirectory root = new RootDirectory(settings.root());
        AgentEnv env = AgentEnv.read(root);
        env.checkInstance(new Hardware(settings.system()));
        root.makeDirectories();
        try (BootRecord boot = BootRecord.acquire(root)) {
            root.claimForInstance(env.instanceId());
            Agent agent = new Agent(DedicatedMachine.of(settings), env, boot);
            Runtime.getRuntime().addShutdownHook(new Thread(agent::flushLog));
            agent.run();
        }
        return 1;
    }
}
