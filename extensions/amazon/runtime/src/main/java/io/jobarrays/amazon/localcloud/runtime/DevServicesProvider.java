package io.jobarrays.amazon.localcloud.runtime;

/** Replacement for AWS in dev and test mode. */
public enum DevServicesProvider {
    /** The local cloud: a process of this machine, no container engine needed. */
    LOCAL_CLOUD,

    /** LocalStack in a container. */
    LOCALSTACK
}
