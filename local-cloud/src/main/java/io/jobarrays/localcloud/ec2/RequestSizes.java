package io.jobarrays.localcloud.ec2;

import static io.jobarrays.localcloud.limits.AccountSize.FILTER_VALUES_PER_CALL;
import static io.jobarrays.localcloud.limits.AccountSize.IDS_PER_CALL;
import static io.jobarrays.localcloud.limits.AccountSize.INSTANCE_TYPES_PER_CALL;
import static io.jobarrays.localcloud.limits.AccountSize.INSTANCE_TYPE_PAGE_ITEMS;
import static io.jobarrays.localcloud.limits.AccountSize.PAGE_ITEMS;
import static io.jobarrays.localcloud.limits.AccountSize.STATUS_IDS_PER_CALL;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks how many ids, names, filter values and items of a page an EC2 request asks for. */
final class RequestSizes {
    private static final Pattern ID = Pattern.compile("(?:InstanceId|ResourceId)\\.\\d+");
    private static final Pattern INSTANCE_TYPE = Pattern.compile("InstanceType\\.\\d+");
    private static final Pattern FILTER_VALUE = Pattern.compile("Filter\\.\\d+\\.Value\\.\\d+");

    private final SizeLimits limits;

    RequestSizes(SizeLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks the parameters of a request whose values have the right types.
     *
     * @throws AwsError with EC2's code for the first size above its limit
     */
    void check(String operation, Map<String, String> parameters) {
        checkNumber(parameters, ID, idLimit(operation), "ids");
        if (operation.equals("DescribeInstanceTypes")) {
            checkNumber(parameters, INSTANCE_TYPE, INSTANCE_TYPES_PER_CALL, "instance types");
        }
        limits.of(FILTER_VALUES_PER_CALL)
                .require(
                        number(parameters, FILTER_VALUE),
                        max ->
                                new AwsError(
                                        "FilterLimitExceeded",
                                        "The maximum number of filter values specified on a single call is "
                                                + max));
        String pageSize = parameters.get("MaxResults");
        if (pageSize != null) {
            checkPage(operation, Integer.parseInt(pageSize));
        }
    }

    private void checkNumber(
            Map<String, String> parameters, Pattern name, AccountSize size, String what) {
        limits.of(size)
                .require(
                        number(parameters, name),
                        max ->
                                invalid(
                                        "At most %d %s can be given in a call."
                                                .formatted(max, what)));
    }

    private void checkPage(String operation, int asked) {
        int min = minPageItems(operation);
        boolean ofTypes = operation.equals("DescribeInstanceTypes");
        var limit = limits.of(ofTypes ? INSTANCE_TYPE_PAGE_ITEMS : PAGE_ITEMS);
        if (asked < min || limit.isExceededBy(asked)) {
            throw invalid(
                    "Value ( %d ) for parameter maxResults is invalid. Expecting a value between %d and %d."
                            .formatted(asked, min, limit.max()));
        }
    }

    /** API reference, MaxResults of each operation. */
    private static int minPageItems(String operation) {
        return operation.equals("DescribeImages") ? 1 : 5;
    }

    private static AccountSize idLimit(String operation) {
        return operation.equals("DescribeInstanceStatus") ? STATUS_IDS_PER_CALL : IDS_PER_CALL;
    }

    private static long number(Map<String, String> parameters, Pattern name) {
        return parameters.keySet().stream().filter(it -> name.matcher(it).matches()).count();
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
