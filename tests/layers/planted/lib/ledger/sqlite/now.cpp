const char* sql = "SELECT date('now')";
