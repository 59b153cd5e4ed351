package io.jobarrays.localcloud.protocol;

/** Error response of AWS: HTTP status, error code and message. */
public final class AwsError extends RuntimeException {
    private final int status;
    private final String code;

    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** An error with status 400. */
    public AwsError(String code, String message) {
        this(400, code, message);
    }

    /** Error for an operation or option that is not implemented; never a silent success. */
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

    /** The message; unlike {@link #getMessage()} never null. */
    public String text() {
        String message = getMessage();
        return message == null ? code : message;
    }

    /** Error response of XML services other than EC2, which has its own format. */
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
