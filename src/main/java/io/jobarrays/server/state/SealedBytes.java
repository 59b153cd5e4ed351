package io.jobarrays.server.state;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.nio.charset.StandardCharsets;

/** Column of bytes that may hold secrets of users; rows that were stored open are read as well. */
@ApplicationScoped
@Converter
public class SealedBytes implements AttributeConverter<byte[], byte[]> {
    private final Vault vault;

    SealedBytes(Vault vault) {
        this.vault = vault;
    }

    @Override
    public byte[] convertToDatabaseColumn(byte[] bytes) {
        // Each byte is one character in ISO 8859-1.
        return vault.seal(new String(bytes, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] convertToEntityAttribute(byte[] column) {
        return vault.open(new String(column, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
