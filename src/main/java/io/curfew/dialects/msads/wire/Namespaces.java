package io.curfew.dialects.msads.wire;

/** The XML namespaces of the service (section 1.1). */
final class Namespaces {
    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    static final String V13 = "https://bingads.microsoft.com/Customer/v13";
    static final String ENTITIES = "https://bingads.microsoft.com/Customer/v13/Entities";
    static final String EXCEPTION = "https://bingads.microsoft.com/Customer/v13/Exception";
    static final String ADAPI = "https://adapi.microsoft.com";
    static final String PAIRS = "http://schemas.datacontract.org/2004/07/System.Collections.Generic";
    static final String ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

    private Namespaces() {}
}
