package io.jobarrays.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Calls of a test to moto, signed with dummy keys. */
record MotoClient(IsolatedNetwork network) {
    static final String ENDPOINT = "http://127.0.0.1:5000";

    /** State in moto of each instance that was launched for the array. */
    List<String> instanceStates(String array) {
        String instances =
                call(
                        "ec2",
                        "/",
                        "Action=DescribeInstances&Version=2016-11-15"
                                + "&Filter.1.Name=tag%3Aspawn%3Ajob-array-name&Filter.1.Value.1="
                                + array);
        return texts(instances, "//instancesSet/item/instanceState/name");
    }

    /** With {@code spawn.cloud=aws} the server creates no zone. */
    void createHostedZone() {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(
                        () ->
                                call(
                                        "route53",
                                        "/2013-04-01/hostedzone",
                                        "<CreateHostedZoneRequest><Name>spore.host</Name>"
                                                + "<CallerReference>1</CallerReference>"
                                                + "</CreateHostedZoneRequest>",
                                        "-H",
                                        "Content-Type: application/xml"));
    }

    private String call(String service, String path, String body, String... options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-sS",
                                "--fail-with-body",
                                "--aws-sigv4",
                                "aws:amz:us-east-1:" + service,
                                "--user",
                                "dummy:dummy",
                                "-d",
                                body,
                                ENDPOINT + path));
        Collections.addAll(command, options);
        return network.run(command.toArray(String[]::new)).out();
    }

    private static List<String> texts(String xml, String path) {
        try {
            var document =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
            NodeList nodes =
                    (NodeList)
                            XPathFactory.newInstance()
                                    .newXPath()
                                    .evaluate(path, document, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent());
            }
            return texts;
        } catch (ParserConfigurationException
                | SAXException
                | IOException
                | XPathExpressionException e) {
            throw new AssertionError("no XML: " + xml, e);
        }
    }
}
