package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.resources.KeyPairs;
import io.jobarrays.localcloud.ec2.resources.PlacementGroups;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreatePlacementGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeletePlacementGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePlacementGroupsRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;

/** Operations on key pairs and placement groups. */
final class ResourceOperations {
    private ResourceOperations() {}

    static Stream<Ec2Operation> of(KeyPairs keyPairs, PlacementGroups placementGroups) {
        return Stream.of(
                Ec2Operation.of("CreateKeyPair", CreateKeyPairRequest::builder, keyPairs::create),
                Ec2Operation.of(
                        "ImportKeyPair", ImportKeyPairRequest::builder, keyPairs::importKey),
                Ec2Operation.of("DeleteKeyPair", DeleteKeyPairRequest::builder, keyPairs::delete),
                Ec2Operation.of(
                        "DescribeKeyPairs", DescribeKeyPairsRequest::builder, keyPairs::describe),
                Ec2Operation.of(
                        "CreatePlacementGroup",
                        CreatePlacementGroupRequest::builder,
                        placementGroups::create),
                Ec2Operation.of(
                        "DeletePlacementGroup",
                        DeletePlacementGroupRequest::builder,
                        placementGroups::delete),
                Ec2Operation.of(
                        "DescribePlacementGroups",
                        DescribePlacementGroupsRequest::builder,
                        placementGroups::describe));
    }
}
