package io.jobarrays.localcloud.protocol;

/** A refusal as AWS words it: HTTP status, error code and message. */
public final class AwsError extends RuntimeException {
    private final int status;
    private final String code;

    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** A refusal with status 400, which most are. */
    public AwsError(String code, String message) {
        this(400, code, message);
    }

    /** The refusal of what this cloud does not do; never a silent success. */
    public static AwsError notImplemented(String what) {
        return new AwsError(
                501, "NotImplemented", what + " is not implemented by the local cloud.");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The message; unlike {@link #getMessage()} never absent. */
    public String text() {
        String message = getMessage();
        return message == null ? code : message;
    }

    /** As most services with XML word it; EC2 has a form of its own. */
    public String xml(String namespace, String requestId) {
        return new XmlWriter()
                .root("ErrorResponse", namespace)
                .open("Error")
                .element("Type", status < 500 ? "Sender" : "Receiver")
                .element("Code", code)
                .element("Message", text())
                .close("Error")
                .element("RequestId", requestId)
                .close("ErrorResponse")
                .toString();
    }
}
