package io.jobarrays.server.instances.ec2;

import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Client of the local cloud that records its own calls, and which of them a transaction held. */
public final class RecordedEc2 {
    private final Ec2Client client;
    private final TransactionManager transactions;
    private final InstanceReads reads;
    private final List<String> operations = new CopyOnWriteArrayList<>();
    private final List<String> insideTransactions = new CopyOnWriteArrayList<>();

    public RecordedEc2(Ec2Client client, TransactionManager transactions) {
        this.client = client;
        this.transactions = transactions;
        Ec2Client recorded =
                (Ec2Client)
                        Proxy.newProxyInstance(
                                Ec2Client.class.getClassLoader(),
                                new Class<?>[] {Ec2Client.class},
                                (proxy, method, arguments) -> call(proxy, method, arguments));
        reads = new InstanceReads(recorded, "us-east-1");
    }

    public InstanceReads reads() {
        return reads;
    }

    /** Names of the operations in their order, {@code describeInstances}. */
    public List<String> operations() {
        return List.copyOf(operations);
    }

    public List<String> insideTransactions() {
        return List.copyOf(insideTransactions);
    }

    private Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.isDefault() && takesBuilder(method)) {
            // Builds the request and calls the method with it, which is recorded.
            return Objects.requireNonNull(
                    InvocationHandler.invokeDefault(proxy, method, arguments));
        }
        record(method.getName());
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean takesBuilder(Method method) {
        return method.getParameterCount() == 1
                && (Consumer.class.isAssignableFrom(method.getParameterTypes()[0])
                        || method.getName().endsWith("Paginator"));
    }

    private void record(String operation) throws SystemException {
        operations.add(operation);
        if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
            insideTransactions.add(operation);
        }
    }
}
