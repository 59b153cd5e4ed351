package io.jobarrays.server.batch.jobxml;

import java.util.List;

/** Words of random job XML: those of valid documents, and others. */
final class RandomJobWords {
    private static final String JAKARTA =
            "version=\"2.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\"";

    static final List<String> HEADERS =
            List.of(
                    JAKARTA,
                    JAKARTA + " restartable=\"false\"",
                    "version=\"1.0\" xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\"");

    static final List<String> OTHER_HEADERS =
            List.of(
                    "version=\"2.0\" xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\"",
                    "version=\"1.0\" xmlns=\"https://jakarta.ee/xml/ns/jakartaee\"",
                    JAKARTA + " restartable=\"#{jobParameters['a']}\"",
                    "");

    /** Assignments that belong together are separated by a bar. */
    static final List<String> PROPERTIES =
            List.of(
                    "count=3",
                    "count=#{jobParameters['n']}?:4;",
                    "barrier=true|barrier-timeout=5m",
                    "count=5|min-viable=2",
                    "ttl=2h",
                    "retries=2|retry-on=exit:1-5,spot|retry-delay=10s",
                    "count=6|max-concurrent=2",
                    "count=4|max-failed-indexes=1",
                    "success=90%",
                    "success=index:0",
                    "timeout=1h|timeout-signal=USR1@30s",
                    "workdir=member",
                    "env.C=#{not} $HOME",
                    "env.F=#{jobParameters['a']}?:#{;",
                    "spot=true|on-interrupt=@save.sh",
                    "user-data=@setup.sh",
                    "collect=*.json",
                    "sweep=lr=0.1,0.01;depth=3,5",
                    "sweep=@params.csv",
                    "restart=index",
                    "count=4|indexes=0,2",
                    "on-complete=stop",
                    "no-dns=true",
                    "run-as=root");

    static final List<String> OTHER_PROPERTIES =
            List.of(
                    "count=0",
                    "count=x",
                    "ttl=2x",
                    "retry-on=exit:",
                    "env.A=#{jobProperties['q']}",
                    "env.B=#{foo['x']}",
                    "env.D=#{jobParameters['a'",
                    "env.E=#{jobParameters['a']}?:b",
                    "command=echo #{jobParameters['a']}?:x;",
                    "collect=[",
                    "after=s1:60%",
                    "after=s0:any,s1[0-1]",
                    "after=none",
                    "sweep=;;=",
                    "machines=s0",
                    "indexes=9",
                    "wait=true",
                    "unknown=1",
                    "job-array-name=other",
                    "notify=http://127.0.0.1/");

    static final List<String> PATTERNS = List.of("*", "FAILED*", "ALL_OK", "FAILED_?_OF_*");
    static final List<String> OTHER_PATTERNS = List.of("#{x}", "[", "**********", "");

    /** What mutations insert. */
    static final List<String> TOKENS =
            List.of(
                    "<!DOCTYPE job [<!ENTITY x \"y\">]>",
                    "&x;",
                    "&#0;",
                    "&amp;",
                    "<![CDATA[",
                    "]]>",
                    "<!--",
                    "-->",
                    "<?xml version=\"1.1\"?>",
                    "#{",
                    "#{jobParameters['a']}",
                    "?:",
                    ";",
                    "#{jobProperties['p']}",
                    "#{partitionPlan['index']}",
                    "*",
                    "?",
                    "../",
                    "\"",
                    "<",
                    ">",
                    "/>",
                    "<step id=\"s0\">",
                    "</step>",
                    "<flow id=\"s0\">",
                    "</flow>",
                    "<properties>",
                    "s0.launch",
                    ".",
                    "99999999999999999999",
                    "-1",
                    "\u0000",
                    "\ufeff",
                    "\ud83d\ude00",
                    "xmlns=\"\"",
                    "next=\"s0\"",
                    "to=\"s1\"",
                    "on=\"*\"",
                    "x".repeat(70));

    private RandomJobWords() {}
}
