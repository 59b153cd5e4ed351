package io.jobarrays.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.api.answer.Responses;
import io.jobarrays.server.api.openapi.ReceiverRequest;
import io.jobarrays.server.api.read.JsonBody;
import io.jobarrays.server.api.read.NotifyFields;
import io.jobarrays.server.api.view.NotificationResult;
import io.jobarrays.server.api.view.ReceiverSecret;
import io.jobarrays.server.net.AddressGuard;
import io.jobarrays.server.net.NotifySettings;
import io.jobarrays.server.net.NotifyTarget;
import io.jobarrays.server.notify.DeliveryResult;
import io.jobarrays.server.notify.Notifications;
import io.jobarrays.server.notify.TestNotification;
import io.jobarrays.server.notify.WebhookSecrets;
import io.jobarrays.server.problems.Refused;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Receivers of notifications: a test of one, and the secret that signs what it gets. */
@Path("/api/v1/notifications")
@Tag(name = "notifications")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public class NotificationsResource {
    private final Notifications notifications;
    private final TestNotification test;
    private final WebhookSecrets secrets;
    private final AddressGuard guard;

    NotificationsResource(
            Notifications notifications,
            TestNotification test,
            WebhookSecrets secrets,
            AddressGuard guard) {
        this.notifications = notifications;
        this.test = test;
        this.secrets = secrets;
        this.guard = guard;
    }

    @POST
    @Path("test")
    @Operation(
            operationId = "testNotification",
            summary = "Sends a test notification now, once, and tells the result")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReceiverRequest.class)))
    @APIResponseSchema(NotificationResult.class)
    public Response test(InputStream body, @Context HttpHeaders headers)
            throws InterruptedException {
        NotifyTarget target = target(body);
        return switch (test.send(target)) {
            case DeliveryResult.Sent sent -> {
                NotificationResult result = new NotificationResult(target.masked(), sent.status());
                yield Responses.ok(headers, result, () -> text(result)).build();
            }
            case DeliveryResult.Refused refused ->
                    throw new Refused(
                            422,
                            "SPAWN-NOTIFY-REFUSED",
                            "notify: " + target + " " + refused.reason());
            case DeliveryResult.Failed failed ->
                    throw new Refused(
                            502,
                            "SPAWN-NOTIFY-FAILED",
                            "%s has not taken the notification: %s; check URL and receiver"
                                    .formatted(target, failed.reason()));
        };
    }

    @POST
    @Path("secret")
    @Operation(
            operationId = "showNotificationSecret",
            summary = "Shows the secret that signs the notifications to a URL")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReceiverRequest.class)))
    @APIResponseSchema(ReceiverSecret.class)
    public Response secret(InputStream body, @Context HttpHeaders headers) {
        String secret =
                secrets.text(target(body))
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                409,
                                                "SPAWN-NOTIFY-SECRET",
                                                "the secrets are those in %s, which are not shown"
                                                        .formatted(NotifySettings.SECRET)));
        return Responses.ok(headers, new ReceiverSecret(secret), () -> secret + "\n").build();
    }

    private NotifyTarget target(InputStream body) {
        ObjectNode json = JsonBody.read(body);
        JsonBody.onlyKnown(json, Set.of("notify", "notify_format"));
        NotifyTarget given = NotifyFields.of(json);
        if (given == null) {
            return notifications
                    .defaultTarget()
                    .orElseThrow(
                            () ->
                                    new Refusal(
                                            "notify: missing, and %s is not set; give a URL"
                                                    .formatted(NotifySettings.URL)));
        }
        guard.check("notify", given);
        return given;
    }

    private static String text(NotificationResult result) {
        return "%s has taken the notification: it answered %d\n"
                .formatted(result.receiver(), result.status());
    }
}
