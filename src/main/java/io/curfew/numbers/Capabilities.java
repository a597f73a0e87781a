package io.curfew.numbers;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** What a number can do. */
@Embeddable
public record Capabilities(
        @Column(name = "voice", updatable = false) boolean voice,
        @Column(name = "sms", updatable = false) boolean sms,
        @Column(name = "mms", updatable = false) boolean mms,
        @Column(name = "fax", updatable = false) boolean fax) {
    /** Whether it takes text messages of either kind. */
    public boolean messages() {
        return sms || mms;
    }
}
