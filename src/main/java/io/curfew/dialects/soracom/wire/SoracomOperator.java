package io.curfew.dialects.soracom.wire;

/** SORACOM's operator; every field is present and a string. */
public record SoracomOperator(
        String operatorId,
        String rootOperatorId,
        String email,
        String description,
        String createDate,
        String updateDate) {}
