package io.jobarrays.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ResultPlotTest {
    @Test
    void drawsAPointForEachMedian() throws Exception {
        List<RunSeries> series = List.of(series(10, 40), series(100, 30), series(1000, 20));

        Document svg = parse(ResultPlot.svg(new BenchmarkResult(series, List.of(), List.of())));

        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
    }

    @Test
    void leavesOutWhatAnEmptyResultLacks() throws Exception {
        Document svg = parse(ResultPlot.svg(new BenchmarkResult(List.of(), List.of(), List.of())));

        assertThat(svg.getElementsByTagName("circle").getLength()).isZero();
    }

    @Test
    void scalesByDecades() {
        LogScale scale = LogScale.of(List.of(20.0, 700.0), 0, 100);

        assertThat(scale.decades()).containsExactly(10.0, 100.0, 1000.0);
        assertThat(scale.position(100)).isEqualTo(50);
    }

    private static RunSeries series(int size, double cpu) {
        return new RunSeries(
                size,
                List.of(new Measurement.Builder().put(Metric.SERVER_CPU_TO_PEERS, cpu).build()));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }
}
