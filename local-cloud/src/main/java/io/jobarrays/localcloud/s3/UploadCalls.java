package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.protocol.XmlElements;
import io.jobarrays.localcloud.protocol.XmlWriter;
import io.jobarrays.localcloud.s3.MultipartUpload.Named;
import io.jobarrays.localcloud.s3.MultipartUpload.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Operations of S3 on multipart uploads. */
final class UploadCalls {
    private static final int MAX_LIST_BYTES = 4 << 20;

    /** Part, number, ETag and checksum of each part. */
    private static final int MAX_ELEMENTS = 5 * MultipartUpload.MAX_PARTS + 1;

    private static final int MAX_LISTED_PARTS = 1_000;

    private final S3 s3;

    UploadCalls(S3 s3) {
        this.s3 = s3;
    }

    HttpReply create(S3Request request) {
        String id = s3.beginUpload(request);
        return S3Api.xml(
                200,
                head("InitiateMultipartUploadResult", request)
                        .element("UploadId", id)
                        .close("InitiateMultipartUploadResult"));
    }

    HttpReply put(S3Request request) {
        int number = number(request, "partNumber", "");
        if (number < 1 || number > MultipartUpload.MAX_PARTS) {
            throw S3Error.INVALID_ARGUMENT.error("partNumber is not from 1 to 10,000");
        }
        return ObjectCalls.received(s3.putPart(request, id(request), number));
    }

    HttpReply list(S3Request request) {
        int marker = number(request, "part-number-marker", "0");
        int most = Math.min(number(request, "max-parts", "" + MAX_LISTED_PARTS), MAX_LISTED_PARTS);
        List<Part> rest =
                s3.parts(request, id(request)).stream()
                        .filter(part -> part.number() > marker)
                        .toList();
        List<Part> page = rest.subList(0, Math.min(most, rest.size()));
        XmlWriter xml =
                head("ListPartsResult", request)
                        .element("UploadId", id(request))
                        .element("PartNumberMarker", "" + marker)
                        .element("MaxParts", "" + most)
                        .element("IsTruncated", "" + (page.size() < rest.size()));
        if (!page.isEmpty()) {
            xml.element("NextPartNumberMarker", "" + page.getLast().number());
        }
        for (Part part : page) {
            xml.open("Part")
                    .element("PartNumber", "" + part.number())
                    .element("LastModified", S3Api.time(part.modified()))
                    .element("ETag", "\"" + part.etag() + "\"")
                    .element("Size", "" + part.file().bytes())
                    .close("Part");
        }
        return S3Api.xml(200, xml.close("ListPartsResult"));
    }

    HttpReply complete(S3Request request) {
        StoredObject object = s3.completeUpload(request, id(request), named(request));
        return S3Api.xml(
                200,
                head("CompleteMultipartUploadResult", request)
                        .element("ETag", "\"" + object.etag() + "\"")
                        .close("CompleteMultipartUploadResult"));
    }

    HttpReply abort(S3Request request) {
        s3.abortUpload(request, id(request));
        return S3Api.empty(204);
    }

    private static XmlWriter head(String root, S3Request request) {
        return new XmlWriter()
                .root(root, S3Api.NAMESPACE)
                .element("Bucket", request.bucket())
                .element("Key", request.key());
    }

    private static String id(S3Request request) {
        return request.query().getOrDefault("uploadId", "");
    }

    private static int number(S3Request request, String name, String absent) {
        String text = request.query().getOrDefault(name, absent);
        if (!text.matches("\\d{1,9}")) {
            throw S3Error.INVALID_ARGUMENT.error(name + " is not a number");
        }
        return Integer.parseInt(text);
    }

    /** Reads {@code <CompleteMultipartUpload><Part><PartNumber/><ETag/></Part>…}. */
    private static List<Named> named(S3Request request) {
        try {
            byte[] body = request.call().stream().readNBytes(MAX_LIST_BYTES);
            XmlElements xml = new XmlElements(new ByteArrayInputStream(body), MAX_ELEMENTS);
            xml.root();
            List<Named> parts = new ArrayList<>();
            for (String name = xml.child(); !name.isEmpty(); name = xml.child()) {
                if (name.equals("Part")) {
                    parts.add(part(xml));
                } else {
                    xml.skip();
                }
            }
            if (parts.isEmpty()) {
                throw S3Error.MALFORMED_XML.error();
            }
            return parts;
        } catch (XMLStreamException | NumberFormatException e) {
            throw S3Error.MALFORMED_XML.error();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Named part(XmlElements xml) throws XMLStreamException {
        int number = 0;
        String etag = "";
        for (String name = xml.child(); !name.isEmpty(); name = xml.child()) {
            switch (name) {
                case "PartNumber" -> number = Integer.parseInt(xml.text().strip());
                case "ETag" -> etag = xml.text().strip().replace("\"", "");
                default -> xml.skip();
            }
        }
        return new Named(number, etag);
    }
}
