"""Customer segments as dbt models: training, export, scoring and the registry behind them."""
