package dev.holdfast.platform.db;

import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * What stores connect through: the transaction's connection, and nothing outside of a transaction. Being an
 * {@link InfrastructureProxy}, it stands for the pool when Spring looks for the connection bound to the thread.
 */
final class StoreDataSource extends DelegatingDataSource implements InfrastructureProxy {
    StoreDataSource(DataSource pool) {
        super(pool);
    }

    @Override
    public Object getWrappedObject() {
        return obtainTargetDataSource();
    }

    @Override
    public Connection getConnection() {
        throw new IllegalStateException("a store ran outside of Transactions.read or Transactions.write");
    }
}
