package io.jobarrays.agent.scale;

import io.jobarrays.agent.peers.PeerFileWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the machines of a scale host share.
 *
 * @param machines directory with one root directory for each machine
 * @param environment variables of every agent
 * @param metadata base URI of the metadata services; the instance id follows
 * @param controlPlane file that contains the control plane's URL
 */
record HostResources(
        Path machines,
        Map<String, String> environment,
        HttpClient http,
        String metadata,
        Path controlPlane,
        PeerFileWriter peerFileWriter,
        HostEvents events) {}
