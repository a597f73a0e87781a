package io.curfew.testing;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes of passwords that are right in every way but that they cost nothing, for tests that are about something else. */
public final class CheapHash {
    private CheapHash() {}

    /** Makes a user, of whatever tree, somebody who has that password. */
    public static void give(Database database, String userId, String password) {
        database.execute("""
                with made as (
                    insert into person (id, email, password_hash, memberships, created_at, updated_at)
                    select 'PE' || id, email, $2, 1, created_at, updated_at from login_user where id = $1
                    on conflict (id) do update set password_hash = excluded.password_hash
                    returning id)
                update login_user set person_id = (select id from made) where id = $1
                """, userId, of(password));
    }

    /** A hash as the service keeps it, of one round. */
    public static String of(String password) {
        byte[] salt = new byte[16];
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 1, 256))
                    .getEncoded();
            Base64.Encoder base64 = Base64.getEncoder();
            return String.join("$", "pbkdf2-sha256", "1", base64.encodeToString(salt), base64.encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
