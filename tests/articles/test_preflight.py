"""(being written by helper H, publishing domain)"""
