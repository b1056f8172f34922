"""What people and programs said in a case, as signed operations: pure, without database, case or clock."""
