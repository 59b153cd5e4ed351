package io.jobarrays.server.arrays.rows;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** SSH key pair of one array; the private key is sealed. */
@Entity
public class ArrayKey extends PanacheEntityBase {
    @Id public String arrayId = "";
    public String privateKey = "";
    public String publicKey = "";

    /** Keeps an existing key pair, since two members may enrol at the same time. */
    public static void insertIfAbsent(String arrayId, String privateKey, String publicKey) {
        getEntityManager()
                .createNativeQuery(
                        "insert into array_key (array_id, private_key, public_key) values (?1, ?2,"
                                + " ?3) on conflict do nothing")
                .setParameter(1, arrayId)
                .setParameter(2, privateKey)
                .setParameter(3, publicKey)
                .executeUpdate();
    }
}
