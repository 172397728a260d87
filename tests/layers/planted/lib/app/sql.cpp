const char* sql = "SELECT number FROM invoice";
