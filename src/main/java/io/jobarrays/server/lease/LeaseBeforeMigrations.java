package io.jobarrays.server.lease;

import jakarta.enterprise.inject.spi.CDI;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Takes the lease before Flyway migrates; Flyway creates it, see application.properties. */
public final class LeaseBeforeMigrations implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE;
    }

    /** Another server may hold the lease for hours: no transaction waits with it. */
    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            CDI.current().select(ServerLease.class).get().takeBeforeMigrations();
        } catch (SQLException e) {
            throw new IllegalStateException("the lease of the database cannot be taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the wait for the lease was interrupted", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "server lease";
    }
}
