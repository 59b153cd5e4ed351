package io.jobarrays.server.api;

import static io.jobarrays.server.auth.AuthorizedRequests.authorized;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class LaunchRefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"job_array_name":"compute","count":0}                  | count: "0" is not a whole number from 1 to 10000
            {"job_array_name":"compute","count":-1}                 | count: "-1" is not a whole number
            {"job_array_name":"compute","count":"abc"}              | count: "abc" is not a whole number
            {"job_array_name":"compute","count":1.5}                | count: "1.5" is not a whole number
            {"job_array_name":"compute","count":[1]}                | count: one value is needed, not a list
            {"job_array_name":"No_Name","count":1}                  | "No_Name" is not an array name
            {"job_array_name":"compute","count":1,"ttl":"2x"}       | ttl: "2x" is not a duration; write 90m, 2h or 1h30m
            {"job_array_name":"compute","count":1,"instanceType":"t3.micro"} | did you mean instance_type?
            {"job_array_name":"compute","count":1,"instance-type":"t3.micro"} | did you mean instance_type?
            {"job_array_name":"compute","count":1,"instnce_type":"t3.micro"} | did you mean instance_type?
            {"job_array_name":"compute","count":1,"machines":"a"}    | machines: a is a stage of a job XML
            {"job_array_name":"compute","count":1,"env":{"JOB_ARRAY_ID":"x"}} | env: "JOB_ARRAY_ID" cannot be set
            {"job_array_name":"compute","count":1,"env":"A=b"}      | env: write {"NAME": "value"}
            {"job_array_name":"compute","count":1,"collect":["shard-[0-9.json"]} | collect: "shard-[0-9.json" has a [ without its ]
            {"job_array_name":"compute","count":1,"collect":["/srv/out/*.csv"]} | collect: "/srv/out/*.csv" is an absolute path
            {"job_array_name":"compute","count":1,"collect":"*.json ../*.csv"} | collect: "../*.csv" leads out of the working directory
            {"job_array_name":"compute","count":1,"collect":["r.{csv,json"]} | collect: "r.{csv,json" has a { without its }
            {"job_array_name":"compute","count":1,"collect":["[z-a]"]} | collect: "[z-a]" has the range z-a
            {"job_array_name":"compute","count":1,"collect":[" "]} | collect: " " is empty or holds a space
            """)
    void refusesBadInputWithOneSentence(String spec, String sentence) {
        authorized()
                .contentType("application/json")
                .body(spec)
                .post("/api/v1/arrays")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", containsString(sentence))
                .body("exit_code", equalTo(2));
    }
}
