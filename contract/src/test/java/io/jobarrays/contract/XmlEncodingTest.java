package io.jobarrays.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlEncodingTest {
    @Test
    void findsTheFirstByteThatIsNotUtf8() {
        byte[] xml =
                "<?xml version='1.0'?>\n<!-- caf\u00e9 -->".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(XmlEncoding.wrongByte(xml)).contains(new XmlEncoding.WrongByte(2, 9, 0xE9));
    }

    @Test
    void findsACharacterThatIsCutOff() {
        byte[] xml = {'<', 'a', '>', (byte) 0xC3};

        assertThat(XmlEncoding.wrongByte(xml)).contains(new XmlEncoding.WrongByte(1, 4, 0xC3));
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, ''",
        "UTF-8, UTF-8",
        "ISO-8859-1, ISO-8859-1",
        "UTF-16, ''",
        "UTF-16LE, ''"
    })
    void takesWhatTheFirstLineOrTheBytesSay(String encoding, String declared) {
        String encodes = declared.isEmpty() ? "" : " encoding=\"%s\"".formatted(declared);
        String xml = "<?xml version=\"1.0\"%s?><!-- caf\u00e9 --><job/>".formatted(encodes);

        assertThat(XmlEncoding.wrongByte(xml.getBytes(Charset.forName(encoding)))).isEmpty();
    }
}
