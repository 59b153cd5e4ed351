package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;

/** Instance profile of a launch, by name or ARN; every valid name exists. */
final class LaunchProfile {
    /** IAM API reference, CreateInstanceProfile: InstanceProfileName. */
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

    private static final Pattern ARN =
            Pattern.compile("arn:aws:iam::\\d{12}:instance-profile/(?:[!-~]+/)?[\\w+=,.@-]{1,128}");

    private LaunchProfile() {}

    /**
     * The ARN of the profile.
     *
     * @throws AwsError {@code InvalidParameterCombination} with name and ARN, {@code
     *     InvalidParameterValue} for a text that is none
     */
    static String arn(IamInstanceProfileSpecification profile) {
        if (profile.arn() != null && profile.name() != null) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
        }
        return profile.arn() != null
                ? checked(profile.arn(), ARN, "arn", "ARN")
                : "arn:aws:iam::%s:instance-profile/%s"
                        .formatted(Account.ID, checked(profile.name(), NAME, "name", "name"));
    }

    private static String checked(
            @Nullable String value, Pattern pattern, String parameter, String what) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "Value (%s) for parameter iamInstanceProfile.%s is invalid. Invalid IAM Instance Profile %s"
                            .formatted(value, parameter, what));
        }
        return value;
    }
}
