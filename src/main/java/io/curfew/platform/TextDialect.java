package io.curfew.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.type.SqlTypes;

/** PostgreSQL, where every text is of type {@code text}: what the schema is validated against at start. */
@RegisterForReflection // the settings name it
public class TextDialect extends PostgreSQLDialect {
    @Override
    protected String columnType(int sqlTypeCode) {
        return sqlTypeCode == SqlTypes.VARCHAR ? "text" : super.columnType(sqlTypeCode);
    }
}
