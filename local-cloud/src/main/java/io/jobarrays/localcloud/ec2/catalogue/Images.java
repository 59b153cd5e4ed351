package io.jobarrays.localcloud.ec2.catalogue;

import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Image;

/** DescribeImages: the system of this machine, one image per architecture. */
public final class Images {
    /** Size of the images' snapshot in GiB. */
    public static final int ROOT_GIB = 8;

    public static final String ROOT_VOLUME_TYPE = "gp3";
    public static final String ROOT_DEVICE = "/dev/xvda";

    private static final List<Image> ALL =
            List.of(image(Account.X86_IMAGE, "x86_64"), image(Account.ARM_IMAGE, "arm64"));
    private static final Ec2Filters<Image> FILTERS =
            Ec2Filters.byFields(
                    Map.of(
                            "image-id", image -> Stream.of(image.imageId()),
                            "name", image -> Stream.of(image.name()),
                            "architecture", image -> Stream.of(image.architectureAsString()),
                            "state", image -> Stream.of(image.stateAsString()),
                            "owner-alias", image -> Stream.of(image.imageOwnerAlias()),
                            "owner-id", image -> Stream.of(image.ownerId()),
                            "root-device-type", image -> Stream.of(image.rootDeviceTypeAsString()),
                            "virtualization-type",
                                    image -> Stream.of(image.virtualizationTypeAsString())));

    private final Account account;

    public Images(Account account) {
        this.account = account;
    }

    public DescribeImagesResponse describe(DescribeImagesRequest request) {
        request.imageIds().forEach(account::checkImage);
        var matching = FILTERS.matching(request.filters());
        List<Image> found =
                ALL.stream()
                        .filter(it -> isRequested(request.imageIds(), it.imageId()))
                        .filter(it -> isOwned(request.owners(), it))
                        .filter(matching)
                        .toList();
        Ec2Page<Image> page =
                Ec2Page.of(found, Image::imageId, request.maxResults(), request.nextToken());
        return DescribeImagesResponse.builder()
                .images(page.items())
                .nextToken(page.next().orElse(null))
                .build();
    }

    private static boolean isRequested(List<String> requested, String id) {
        return requested.isEmpty() || requested.contains(id);
    }

    private static boolean isOwned(List<String> owners, Image image) {
        return isRequested(owners, image.imageOwnerAlias()) || owners.contains(image.ownerId());
    }

    private static Image image(String id, String architecture) {
        return Image.builder()
                .imageId(id)
                .name("local-2026-" + architecture)
                .description("The system of this machine")
                .imageLocation("amazon/local-2026-" + architecture)
                .ownerId("137112412989")
                .imageOwnerAlias("amazon")
                .architecture(architecture)
                .state("available")
                .imageType("machine")
                .publicLaunchPermissions(true)
                .creationDate("2026-01-01T00:00:00.000Z")
                .rootDeviceName(ROOT_DEVICE)
                .blockDeviceMappings(
                        BlockDeviceMapping.builder()
                                .deviceName(ROOT_DEVICE)
                                .ebs(
                                        e ->
                                                e.snapshotId("snap-0abcdef1234567890")
                                                        .volumeSize(ROOT_GIB)
                                                        .volumeType(ROOT_VOLUME_TYPE)
                                                        .deleteOnTermination(true)
                                                        .encrypted(false))
                                .build())
                .rootDeviceType("ebs")
                .virtualizationType("hvm")
                .hypervisor("xen")
                .enaSupport(true)
                .platformDetails("Linux/UNIX")
                .build();
    }
}
