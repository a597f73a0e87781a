package io.curfew.dialects.soracom.wire;

import java.util.List;

/** SORACOM's list of bills, which is empty until there is billing. */
public record SoracomBillList(List<String> billList) {}
