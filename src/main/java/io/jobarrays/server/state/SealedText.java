package io.jobarrays.server.state;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Column of text that may hold secrets of users; rows that were stored open are read as well. */
@ApplicationScoped
@Converter
public class SealedText implements AttributeConverter<@Nullable String, @Nullable String> {
    private final Vault vault;

    SealedText(Vault vault) {
        this.vault = vault;
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable String text) {
        return text == null ? null : vault.seal(text);
    }

    @Override
    public @Nullable String convertToEntityAttribute(@Nullable String column) {
        return column == null ? null : vault.open(column);
    }
}
